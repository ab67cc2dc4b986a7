// Copies an address when its button or link is pressed, and says so in the status beside it.

async function copy(control) {
  const status = control.parentElement.querySelector("[role=status]");
  status.textContent = "";
  await navigator.clipboard.writeText(control.dataset.copy);
  status.textContent = control.dataset.copied;
}

/** Every element of ROOT with data-copy (the address) and data-copied (what to say) copies; buttons hidden till now appear. */
export function watchCopies(root) {
  if (!navigator.clipboard) return;
  for (const control of root.querySelectorAll("[data-copy]")) {
    control.hidden = false;
    control.addEventListener("click", (event) => {
      event.preventDefault();
      copy(control);
    });
  }
}
