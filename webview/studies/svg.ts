const NAMESPACE = "http://www.w3.org/2000/svg";

/** A new element of a drawing. */
export function node<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

export function text(x: number, y: number, content: string, anchor: string, look = ""): SVGElement {
  const made = node("text", { x, y, "text-anchor": anchor, class: look });
  made.textContent = content;
  return made;
}
