/** The four themes that a screenshot is looked at in: its row in the picker, the class its workbench gets, and what a webview calls it. */
export const themes = {
  dark: { label: "Dark Modern", workbenchClass: "vs-dark", kind: "vscode-dark" },
  light: { label: "Light Modern", workbenchClass: "vs", kind: "vscode-light" },
  "hc-dark": { label: "Dark High Contrast", workbenchClass: "hc-black", kind: "vscode-high-contrast" },
  "hc-light": {
    label: "Light High Contrast",
    workbenchClass: "hc-light",
    kind: "vscode-high-contrast-light",
  },
} as const;

export type Theme = keyof typeof themes;

export const viewports = {
  wide: { width: 1400, height: 900 },
  narrow: { width: 600, height: 900 },
} as const;

export type Viewport = keyof typeof viewports;
