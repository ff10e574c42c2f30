import { folderOf, inside, join, type PackagePlace } from "../link/project/modules.ts";
import { startedIn } from "./package-scripts.ts";

/** Whether a file says what is started where a program is put to work: `Procfile`, `Dockerfile.worker`, `docker-compose.prod.yml`. */
export function isStartFile(name: string): boolean {
  return /^(Procfile|Dockerfile)([.-][\w.-]+)?$|^[\w.-]+\.Dockerfile$|^(docker-)?compose([.-][\w-]+)*\.ya?ml$/i.test(
    name,
  );
}

/** Adds what such files start to what the packages around them start, as their text says it from the folder of the file or of the package. */
export function addStarted(packages: readonly PackagePlace[], files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const folder = folderOf(path);
    const started = commandsIn(text).flatMap(startedIn);
    for (const place of packages) {
      if (started.length === 0 || !(inside(folder, place.folder) || folder === place.folder)) continue;
      const below = folder.slice(place.folder.length).replace(/^\//, "");
      for (const file of started) place.started.push(file, ...(below === "" ? [] : [join(below, file)]));
    }
  }
}

/** The commands that run when the program does: not what an image is built with, nor what is done once for a release. */
function commandsIn(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, key = "", command = ""] = /^\s*-?\s*([\w-]+)\s*[:\s]\s*(.*)$/.exec(line) ?? [];
    if (/^(RUN|COPY|ADD|FROM|ENV|ARG|LABEL|release|image|build|context|dockerfile)$/i.test(key)) return [];
    // `CMD ["node", "dist/main.js"]`
    return command === "" ? [] : [command.replace(/["'[\],]+/g, " ")];
  });
}
