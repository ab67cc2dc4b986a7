// The list by distance from where the reader is: asked of the browser only when the button is pressed, rounded to about
// 100 m, kept by the browser until its tab is closed, and told to the site in a header: no address ever holds it.

const KEPT = "position";
const HERE = "ici";
const DECIMALS = 3;

function ask() {
  const options = { timeout: 15_000, maximumAge: 600_000 };
  return new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, options));
}

async function use(button, status, select) {
  status.textContent = button.dataset.asking;
  try {
    const { coords } = await ask();
    const position = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(DECIMALS));
    sessionStorage.setItem(KEPT, position.join(","));
  } catch {
    status.textContent = button.dataset.failed;
    return;
  }
  if (![...select.options].some((option) => option.value === HERE)) select.add(new Option("", HERE));
  select.value = HERE;
  select.form.requestSubmit();
}

/** Adds the button to the list of communes of ROOT. */
function offer(root) {
  const select = root.querySelector("select[name=pres]");
  const part = root.querySelector("template[data-part=nearby]");
  if (!select || !part || !navigator.geolocation) return;
  const added = part.content.cloneNode(true);
  const [button, status] = [added.querySelector("button"), added.querySelector("[role=status]")];
  button.addEventListener("click", () => use(button, status, select));
  select.after(added);
}

/** Puts the list of ROOT in order when its address says "ici" and this tab still knows where that is. */
async function reorder(root) {
  const position = sessionStorage.getItem(KEPT);
  if (!root.hasAttribute("data-nearby") || !position) return;
  const response = await fetch(location.href, { headers: { Position: position }, cache: "no-store" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const ordered = page.querySelector(".directory__list");
  if (!ordered) return;
  root.querySelector(".directory__list").replaceWith(document.adoptNode(ordered));
  const figure = root.querySelector("figure[data-points]");
  if (figure) figure.dataset.origin = position;
}

export async function watchNearby(root) {
  offer(root);
  try {
    await reorder(root);
  } catch {
    // The network is away: the list stays in its usual order, and says so.
  }
}
