/** One line on a terminal that is written over and over, and goes when it is done. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** Writes nothing where the stream is no terminal. */
export function createStatusLine(stream: NodeJS.WriteStream): StatusLine {
  let shown = '';
  const put = (text: string): void => {
    if (!stream.isTTY || text === shown) return;
    stream.write(`\r\u001b[K${text}`);
    shown = text;
  };
  return { show: put, clear: () => put('') };
}
