/** An audit whose lines come without waivers, as one with them. */
import { LinesOfBytes } from '../report/lines-of-bytes.ts';
import { WaivedLines, type WaivedOptions } from '../waived-lines.ts';
import type { LinesAudit, LinesTarget } from './targets.ts';

export function underWaivers(options: WaivedOptions, work: LinesAudit): LinesAudit {
  return async (target) => {
    const going = new Going(options, target);
    await work(going.target);
    const { waived } = going;
    const { gates } = waived.end;
    return options.isShown ? { gates, report: waived.report() } : { gates };
  };
}

class Going {
  readonly #options: WaivedOptions;
  readonly target: LinesTarget;
  waived: WaivedLines;
  #lines: LinesOfBytes;
  #text = '';

  constructor(options: WaivedOptions, { write, restart }: LinesTarget) {
    this.#options = options;
    [this.waived, this.#lines] = this.#begun();
    this.target = {
      write: (bytes) => write(this.#of(bytes)),
      ...(restart === undefined
        ? {}
        : {
            restart: () => {
              [this.waived, this.#lines] = this.#begun();
              return restart();
            },
          }),
    };
  }

  #begun(): [WaivedLines, LinesOfBytes] {
    this.#text = '';
    const waived = new WaivedLines(this.#options);
    return [waived, new LinesOfBytes((line) => void (this.#text += waived.of(line)))];
  }

  #of(bytes: Uint8Array): Uint8Array {
    this.#lines.write(bytes);
    const text = this.#text;
    this.#text = '';
    return Buffer.from(text);
  }
}
