import { select } from "d3";

/** Icons as paths in a box of 16 by 16, so that they look alike whatever fonts there are. */
const PATHS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  step: "M3 2.5v11l6.5-5.5zM11 2.5h2v11h-2z",
  interesting: "M2 3v10l4.5-5zM7.5 3v10L12 8zM12.6 3H14v10h-1.4z",
  restart:
    "M8 2.2A5.8 5.8 0 1 0 13.8 8h-1.7A4.1 4.1 0 1 1 8 3.9c1 0 2 .4 2.7 1L8.9 6.7h5V1.8l-2 2A5.8 5.8 0 0 0 8 2.2z",
  text: "M3 1.5h7l3 3v10H3zM4.4 2.9v10.2h7.2V5.5H9V2.9zM5.8 7.3h4.4v1.2H5.8zm0 2.6h4.4v1.2H5.8z",
  export:
    "M7.300 1.500h1.400v7.300l2.500-2.500 1 1L8 11.500 3.800 7.300l1-1 2.500 2.500zM2.500 11h1.400v2.100h8.200V11h1.400v3.500h-11z",
  help: "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2zm0 1.4a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6zM7.3 11h1.5v1.5H7.3zM8 4C6.600 4 5.600 4.900 5.600 6.200h1.400c0-.6.4-1 1-1s1 .4 1 .9c0 .5-.3.8-.8 1.100-.6.400-1 .9-1 1.700V10h1.400v-.8c0-.4.2-.6.7-.9.7-.5 1.200-1.100 1.200-2.100C10.500 4.900 9.500 4 8 4z",
  parameters:
    "M2 4h6v1.400H2zm10 0h2v1.400h-2zM8.600 2.700H11.400V6.700H8.600zM2 10.600h2v1.400H2zm6 0h6v1.400H8zM4.600 9.300H7.400v4H4.600z",
} as const;

export type IconName = keyof typeof PATHS;

/** Puts an icon into an element, in place of one that is there. */
export function putIcon(into: Element, name: IconName): void {
  const path = select(into)
    .selectAll("svg.icon")
    .data([name])
    .join((enter) => {
      const svg = enter
        .insert("svg", ":first-child")
        .attr("class", "icon")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true");
      svg.append("path").attr("fill-rule", "evenodd");
      return svg;
    })
    .select("path");
  if (path.attr("d") !== PATHS[name]) path.attr("d", PATHS[name]);
}
