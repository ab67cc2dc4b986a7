/* What wagtail-localize's translation screen leaves in English, or joins badly, when the admin is in French. */
(() => {
  if (!document.documentElement.lang.startsWith("fr")) return;
  const HEADING = /^(.+) to (.+) translation$/;
  const inFrench = (text) => (text === "More actions" ? "Autres actions" : text.replace(HEADING, "Traduction : $1 → $2"));

  const mend = (editor) => {
    const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: node } = texts;
      if (inFrench(node.data) !== node.data) node.data = inFrench(node.data);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const editor = document.querySelector(".js-translation-editor");
    if (!editor) return;
    if (window.django?.catalog) window.django.catalog["Publish in "] = "Publier en ";
    new MutationObserver(() => mend(editor)).observe(editor, { childList: true, subtree: true, characterData: true });
  });
})();
