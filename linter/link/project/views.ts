/** Libraries that show what a person sees: a package that depends on one has code for a browser. */
export const viewLibraries: readonly string[] = [
  "react-dom",
  "react-native",
  "preact",
  "vue",
  "svelte",
  "solid-js",
  "@angular/core",
];
