/**
 * A glob as a regular expression over a whole relative path: `*` within a folder, `**` across folders, `?`, `{a,b}`. The
 * expression has no nested repetition, so matching takes time in proportion to the path.
 */
export function globToRegExp(glob: string): RegExp {
  let out = "";
  let inBraces = 0;
  for (let i = 0; i < glob.length; i++) {
    const c = glob.charAt(i);
    if (c === "*") {
      if (glob.charAt(i + 1) === "*") {
        const slash = glob.charAt(i + 2) === "/";
        out += slash ? "(?:.*/)?" : ".*";
        i += slash ? 2 : 1;
      } else out += "[^/]*";
    } else if (c === "?") out += "[^/]";
    else if (c === "{") {
      inBraces++;
      out += "(?:";
    } else if (c === "}" && inBraces > 0) {
      inBraces--;
      out += ")";
    } else if (c === "," && inBraces > 0) out += "|";
    else out += c.replace(/[.+^$()|[\]\\{}]/g, "\\$&");
  }
  return new RegExp(`^${out}${")".repeat(inBraces)}$`);
}

/** Whether any of the globs matches, a file or a folder that it is in; a glob without a slash matches a name in any folder. */
export function matcherOf(globs: readonly string[]): (path: string) => boolean {
  const tests = globs.flatMap((glob) => {
    const bare = glob.replace(/^\.?\/|\/$/g, "");
    const whole = /\/./.test(glob) ? bare : `**/${bare}`;
    return [globToRegExp(whole), globToRegExp(`${whole}/**`)];
  });
  return (path) => tests.some((test) => test.test(path));
}
