/** The four themes that a screenshot is looked at in: its row in the picker, and the class its workbench gets. */
export const themes = {
  dark: { label: "Dark Modern", workbenchClass: "vs-dark" },
  light: { label: "Light Modern", workbenchClass: "vs" },
  "hc-dark": { label: "Dark High Contrast", workbenchClass: "hc-black" },
  "hc-light": { label: "Light High Contrast", workbenchClass: "hc-light" },
} as const;

export type Theme = keyof typeof themes;

export const viewports = {
  wide: { width: 1400, height: 900 },
  narrow: { width: 600, height: 900 },
} as const;

export type Viewport = keyof typeof viewports;
