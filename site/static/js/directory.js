// The directory: its map, and its order by distance. The page works without it.
import { ListMap } from "./map.js";
import { watchNearby } from "./nearby.js";

const root = document.querySelector(".directory");
const cardOf = (key) => document.getElementById(`acteur-${key}`);
const shown = () => location.hash.match(/^#acteur-(\d+)$/)?.[1];

/** Each card that is on the map leads to it: to the map's own view where only the list is shown. */
function offerPoints(figure, map) {
  const part = root.querySelector("template[data-part=locate]");
  for (const card of root.querySelectorAll("[data-key]")) {
    const button = part.content.cloneNode(true).querySelector("button");
    button.querySelector("[data-name]").textContent = card.querySelector("a").textContent;
    button.addEventListener("click", () => {
      if (map.map) map.show(card.dataset.key, button);
      else location.assign(`${figure.dataset.map}#${card.id}`);
    });
    card.append(button);
  }
}

function watchMap(figure) {
  const map = new ListMap(figure, cardOf);
  offerPoints(figure, map);
  const seen = new IntersectionObserver(async (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    try {
      await map.draw();
    } catch {
      for (const button of root.querySelectorAll("[data-locate]")) button.remove();
      return;
    }
    if (shown() && root.classList.contains("directory--map")) map.show(shown());
  });
  seen.observe(figure);
}

await watchNearby(root);
const figure = root.querySelector("figure[data-points]");
if (figure) watchMap(figure);
// What was put in order is no longer where the browser had gone.
if (shown()) cardOf(shown())?.scrollIntoView({ block: "center" });
