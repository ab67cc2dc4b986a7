// Improves what already works without it.
import { watchCopies } from "./copy.js";
import { watchSearches } from "./suggestions.js";

watchCopies(document);
watchSearches(document);

// The summary of errors of a form that came back: read first, by whatever reads.
document.querySelector("[data-focus]")?.focus();
