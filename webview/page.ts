export type Page = {
  /** Address of dist/webview.js, as the page must ask for it. */
  scriptUri: string;
  /** Address of dist/webview.css. */
  styleUri: string;
  /** At least 16 random bytes as text, new for every page. */
  nonce: string;
  /** Where styles may come from: `webview.cspSource` in VS Code, `'self'` in a browser. */
  cspSource: string;
  /** Language of the texts, such as `en`. */
  lang: string;
  title: string;
  /**
   * Where the page may connect to, such as `ws://127.0.0.1:4321`. Only the browser page has it, and with it the theme's variables
   * that VS Code would set.
   */
  connectSrc?: string;
};

/**
 * The HTML document that holds the panel, for the extension and for `spillway serve` alike. It knows nothing of a DOM, so that
 * both can import it. The skeleton inside `main` is what a person sees until the bundle has run.
 */
export function page({ scriptUri, styleUri, nonce, cspSource, lang, title, connectSrc }: Page): string {
  return `<!DOCTYPE html>
<html lang="${escaped(lang)}"${connectSrc === undefined ? "" : ' class="browser"'}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy({ nonce, cspSource, connectSrc }))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escaped(styleUri)}">
<script nonce="${escaped(nonce)}" src="${escaped(scriptUri)}" defer></script>
</head>
<body>
<main id="app" aria-busy="true">
<div class="skeleton" aria-hidden="true"><div></div><div></div><div></div><div></div><div></div></div>
</main>
</body>
</html>
`;
}

/** The content security policy, directive by directive. */
function policy(allowed: { nonce: string; cspSource: string; connectSrc: string | undefined }): string {
  return [
    // Nothing that is not named below: no frames, no workers, no objects, no forms, no eval.
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    // Only our bundle, by its nonce: a script that found its way into a label cannot run.
    `script-src 'nonce-${allowed.nonce}'`,
    // Only our style sheet. D3's `.style()` goes through the CSSOM, which this does not forbid.
    `style-src ${allowed.cspSource}`,
    // The empty icon above, and the pictures that an export draws.
    "img-src data: blob:",
    // In VS Code messages need no connection; the browser page needs the one WebSocket to its own server.
    ...(allowed.connectSrc === undefined ? [] : [`connect-src ${allowed.connectSrc}`]),
  ].join("; ");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
