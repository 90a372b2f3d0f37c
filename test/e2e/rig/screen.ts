import type { Window } from './rig.ts';

export interface Squiggle {
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  /** The characters above the line, as they stand on the screen. */
  readonly text: string;
}

/** What is underlined in the editor, read from where lines and characters stand on the screen. */
export async function squiggles(window: Window): Promise<readonly Squiggle[]> {
  return window.page.evaluate(() => {
    const textNodes = 4;
    const severities = ['error', 'warning', 'info', 'hint'] as const;
    const lines = [...document.querySelectorAll('.editor-instance .view-lines .view-line')].map(
      (line) => ({ line, box: line.getBoundingClientRect() }),
    );
    return severities.flatMap((severity) =>
      [
        ...document.querySelectorAll(`.editor-instance .view-overlays .squiggly-${severity}`),
      ].flatMap((mark) => {
        const box = mark.getBoundingClientRect();
        const middle = (box.top + box.bottom) / 2;
        const above = lines.find((one) => one.box.top <= middle && middle <= one.box.bottom);
        if (above === undefined || box.width === 0) return [];
        return [{ severity, text: textBetween(above.line, box.left, box.right) }];
      }),
    );

    function textBetween(line: Shown, left: number, right: number): string {
      const walker = document.createTreeWalker(line, textNodes);
      const range = document.createRange();
      let text = '';
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const value = node.nodeValue ?? '';
        for (let at = 0; at < value.length; at++) {
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const { left: from, right: to } = range.getBoundingClientRect();
          const middle = (from + to) / 2;
          if (left <= middle && middle <= right) text += value[at];
        }
      }
      // The editor draws blanks as non-breaking ones.
      return text.replaceAll('\u00a0', ' ');
    }
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
}

interface Shown {
  getBoundingClientRect(): Box;
}

interface TextNode {
  readonly nodeValue: string | null;
}

/** The part of a browser's page that the function above uses there. */
declare const document: {
  querySelectorAll(selector: string): Iterable<Shown>;
  createTreeWalker(root: Shown, what: number): { nextNode(): TextNode | null };
  createRange(): Shown & {
    setStart(node: TextNode, at: number): void;
    setEnd(node: TextNode, at: number): void;
  };
};
