/** Calls `act` with the last value once none has come for `delay` ms; `flush` does so at once. */
export function debounced<T>(
  act: (value: T) => void,
  delay: number,
): { set(value: T): void; flush(): void; waiting(): boolean } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: { value: T } | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const due = last;
    last = undefined;
    if (due !== undefined) act(due.value);
  };
  return {
    set(value) {
      last = { value };
      clearTimeout(timer);
      timer = setTimeout(flush, delay);
    },
    flush,
    waiting: () => last !== undefined,
  };
}
