// Improves what already works without it.
import { watchCopies } from "./copy.js";

watchCopies(document);

// The summary of errors of a form that came back: read first, by whatever reads.
document.querySelector("[data-focus]")?.focus();
