const LANGUAGES = ["typescript", "typescriptreact", "javascript", "javascriptreact"];
/** Text is all that the server needs, so it works wherever documents come from. */
const SCHEMES = ["file", "untitled", "vscode-vfs", "vscode-remote", "vscode-notebook-cell"];

/** The documents that the linter reads. */
export const SELECTOR: { language: string; scheme: string }[] = LANGUAGES.flatMap((language) =>
  SCHEMES.map((scheme) => ({ language, scheme })),
);
