/* Wagtail saves a draft by itself while one types. Once a button is pressed it must not begin to, and what it has begun must
 * be over, for its answer tells the form what it has become: else the same page, or the same date, would be saved twice.
 */
document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const saving = window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");
    if (!saving) return;
    saving.activeValue = false;
    if (!saving.submitPromise) {
      // Unless something else stopped the form from going.
      window.setTimeout(() => { saving.activeValue = event.defaultPrevented; });
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    saving.submitPromise.finally(() => {
      submitter?.removeAttribute("disabled"); // Wagtail disables it once pressed, and it would not be sent
      form.requestSubmit(submitter);
    });
  },
  true,
);

/* A refused form begins where it is said to be refused: there, Wagtail's button goes to the first error. */
document.addEventListener("DOMContentLoaded", () => {
  const refusal = document.querySelector("main > .content > .messages .error");
  if (!refusal) return;
  refusal.tabIndex = -1;
  refusal.focus();
});
