import { above } from "../../linter/workspace/nearest.ts";
import { testFile } from "../../linter/workspace/walk.ts";

/** The tests of a workspace that the linter knows nothing of: findings in them are not wanted, and they say nothing of what the program does. */
export class LeftOutTests {
  private paths = new Set<string>();
  private folders = new Set<string>();
  private readonly isWanted: (path: string) => boolean;

  /** @param isWanted whether findings in a file are wanted */
  constructor(isWanted: (path: string) => boolean) {
    this.isWanted = isWanted;
  }

  /** What a scan left out. */
  set(paths: Iterable<string>): void {
    this.paths = new Set(paths);
    this.folders = new Set([...this.paths].filter((path) => !testFile.test(path)).map(above));
  }

  /** A file that no scan has come across is among them by its name, or by its folder where all others of it are. */
  has(path: string): boolean {
    return (
      (this.paths.has(path) || testFile.test(path) || this.folders.has(above(path))) && !this.isWanted(path)
    );
  }

  /** Whether some are wanted by now. */
  get areWanted(): boolean {
    return [...this.paths].some(this.isWanted);
  }
}
