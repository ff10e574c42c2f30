// What the licences of bundled packages ask for: their texts go with the bundles.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The licence texts of every package that is part of the bundles, by name.
 * @param {string[]} inputs files that were bundled or copied, as esbuild's metafiles name them
 * @throws {Error} for a package without a licence text
 */
export function notices(inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${licenceText(folder).trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** `node_modules/@scope/name` or `node_modules/name`, the innermost where they are nested. */
function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence text to pass on.`);
  return readFileSync(join(folder, file), "utf8");
}
