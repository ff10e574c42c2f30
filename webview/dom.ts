type Attributes = Record<string, string | number | boolean | undefined>;

/** A new element. Attributes that are undefined or false are left out; true stands for an empty value. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** Sets an attribute, or takes it away. Leaves the document alone where nothing changes. */
export function mark(target: Element, name: string, value: string | boolean): void {
  if (value === false) {
    if (target.hasAttribute(name)) target.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : value;
  if (target.getAttribute(name) !== text) target.setAttribute(name, text);
}

/** Sets the text of an element. Leaves the document alone where nothing changes, so that screen readers stay quiet. */
export function write(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
