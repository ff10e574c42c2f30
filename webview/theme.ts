/** How a theme is drawn on: what it is like decides the latency ramp. */
export type ThemeKind = "dark" | "light" | "highContrast" | "highContrastLight";

/** Colours as the canvas needs them: text that CSS would accept. */
export type Palette = {
  kind: ThemeKind;
  /** Latency from fast to slow, five steps. */
  ramp: readonly string[];
  working: string;
  late: string;
  failed: string;
  retry: string;
  secondary: string;
  background: string;
  foreground: string;
};

/** High contrast light also carries the class of high contrast, so it is asked for first. */
export function themeKind(classes: { contains(name: string): boolean }): ThemeKind {
  if (classes.contains("vscode-high-contrast-light")) return "highContrastLight";
  if (classes.contains("vscode-high-contrast")) return "highContrast";
  return classes.contains("vscode-light") ? "light" : "dark";
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    kind: themeKind(document.body.classList),
    ramp: [0, 1, 2, 3, 4].map((step) => read(`--ramp-${step}`)),
    working: read("--working"),
    late: read("--late"),
    failed: read("--failed"),
    retry: read("--retry"),
    secondary: read("--secondary"),
    background: read("--background"),
    foreground: read("--text"),
  };
}

/** Calls `changed` when the theme does: VS Code changes the body's class and the variables on the root element. */
export function watchTheme(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributeFilter: ["class"] });
  observer.observe(document.documentElement, { attributeFilter: ["style"] });
}

/** A browser page has no classes of VS Code; they follow what the person asked of the system. */
export function followSystemTheme(): void {
  const light = window.matchMedia("(prefers-color-scheme: light)");
  const contrast = window.matchMedia("(prefers-contrast: more)");
  const follow = () => {
    const { classList } = document.body;
    classList.toggle("vscode-light", light.matches && !contrast.matches);
    classList.toggle("vscode-dark", !light.matches && !contrast.matches);
    classList.toggle("vscode-high-contrast", contrast.matches);
    classList.toggle("vscode-high-contrast-light", contrast.matches && light.matches);
  };
  light.addEventListener("change", follow);
  contrast.addEventListener("change", follow);
  follow();
}
