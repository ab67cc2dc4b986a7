// The agenda's map: each point tells its next dates. The page works without it.
import { ListMap } from "./map.js";

const figure = document.querySelector("figure[data-points]");
// What does not come leaves the drawing.
if (figure) new ListMap(figure, () => null).draw().catch(() => {});
