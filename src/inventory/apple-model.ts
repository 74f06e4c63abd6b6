/** Which system a device of Apple has, by its model. */
import type { Platform } from '../model/subject.ts';

/** By the model's identifier (`iPad13,4`) or its name (`iPad Pro`). */
export function platformOfModel(model: string | undefined): Platform | 'other' | 'unclear' {
  const name = model?.trim() ?? '';
  if (/^iP(hone|od)/i.test(name)) return 'ios';
  if (/^iPad/i.test(name)) return 'ipados';
  return /^(Apple ?(TV|Watch|Vision)|Watch\d|RealityDevice|AudioAccessory|(i|Virtual)?Mac)/i.test(name)
    ? 'other'
    : 'unclear';
}
