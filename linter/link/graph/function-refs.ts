export interface FunctionRef {
  file: string;
  function: number;
  /** Both in one text, made once: what the maps of the graph are looked up by. */
  key: string;
}

/** One object a function, by file and index: calls are many. */
export class FunctionRefs {
  private readonly byFile = new Map<string, FunctionRef[]>();

  to(file: string, index: number): FunctionRef {
    const known = this.byFile.get(file) ?? [];
    if (known.length === 0) this.byFile.set(file, known);
    const ref = known[index] ?? { file, function: index, key: `${file}#${index}` };
    known[index] = ref;
    return ref;
  }

  clear(): void {
    this.byFile.clear();
  }
}
