import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where the cache of a project lies: with its packages, which no repository holds, else where this system keeps caches. */
export function cacheFolder(root: string, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const packages = join(root, "node_modules");
  if (existsSync(packages)) return join(packages, ".cache", "spillway");
  return join(systemCaches(environment, platform), "spillway");
}

function systemCaches(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (platform === "win32") return local ?? join(homedir(), "AppData", "Local");
  if (platform === "darwin") return join(homedir(), "Library", "Caches");
  return xdg?.startsWith("/") ? xdg : join(homedir(), ".cache");
}
