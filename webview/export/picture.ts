const NAMESPACE = "http://www.w3.org/2000/svg";

/** What a drawing looks like comes from a style sheet, which a file does not have. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "transform",
] as const;

const PADDING = 12;
const LINE = 18;

/** The stage as one drawing that needs nothing besides itself, with these lines below it. */
export function stageSvg(stage: Element, lines: readonly string[]): string {
  const layers = [...stage.querySelectorAll<SVGSVGElement>("svg.edges, svg.nodes")];
  const canvas = stage.querySelector("canvas");
  const scroll = stage.querySelector(".stage-scroll");
  const [first] = layers;
  const width = Math.max(Number(first?.getAttribute("width") ?? 0), scroll?.clientWidth ?? 0);
  const height = Math.max(Number(first?.getAttribute("height") ?? 0), scroll?.clientHeight ?? 0);
  const page = getComputedStyle(document.body);
  const whole = made("svg", {
    xmlns: NAMESPACE,
    width,
    height: height + 2 * PADDING + LINE * lines.length,
    "font-family": page.fontFamily,
  });
  whole.append(made("rect", { width: "100%", height: "100%", fill: page.backgroundColor }));
  for (const layer of layers) {
    whole.append(styled(layer));
    // The dots move between the edges and the nodes.
    if (layer === first && canvas !== null) whole.append(dotsOf(canvas, scroll));
  }
  for (const [i, text] of lines.entries()) {
    const line = made("text", {
      x: PADDING,
      y: height + PADDING + LINE * (i + 1) - 5,
      fill: page.color,
      "font-size": 12,
    });
    line.textContent = text;
    whole.append(line);
  }
  return new XMLSerializer().serializeToString(whole);
}

/** An SVG as pixels, twice as fine as on the screen. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * image.naturalWidth, 2 * image.naturalHeight];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) =>
        blob === null ? reject(new Error("the picture is too large")) : resolve(blob),
      );
    });
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

function dotsOf(canvas: HTMLCanvasElement, scroll: Element | null): SVGElement {
  return made("image", {
    href: canvas.toDataURL(),
    x: scroll?.scrollLeft ?? 0,
    y: scroll?.scrollTop ?? 0,
    width: canvas.clientWidth,
    height: canvas.clientHeight,
  });
}

/** A copy that looks the same without the style sheet; what is not seen is left out. */
function styled(original: Element): Element {
  const copy = original.cloneNode(false) as Element;
  const style = getComputedStyle(original);
  for (const name of ["class", "tabindex", "role", "data-testid"]) copy.removeAttribute(name);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    // A transform of the style sheet stands in place of the attribute's.
    if (name === "transform" ? value !== "none" && original.getAttribute(name) === null : value !== "") {
      copy.setAttribute(name, value);
    }
  }
  for (const child of original.childNodes) {
    if (!(child instanceof Element)) copy.append(child.cloneNode());
    else if (getComputedStyle(child).display !== "none" || child.closest("defs") !== null)
      copy.append(styled(child));
  }
  return copy;
}

function made(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
