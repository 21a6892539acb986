/**
 * Makes something when it is first used. The formats of `Intl` are made this way: the first one for dates reads the browser's
 * tables, which takes as long as drawing a page does.
 */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
