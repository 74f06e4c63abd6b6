/** Reads what lies in an archive: every entry is parsed in the reading child. */
import type { ArchiveKind } from '../io/archive/index.ts';
import type { OpenInput } from '../io/input.ts';
import type { Observation } from '../model/observation.ts';
import {
  type ArchiveEnd,
  type ArchiveRemark,
  type Walked,
  walkArchiveFile,
  walkArchiveStream,
} from './archive-walk.ts';
import type { BundleReading } from './bundle.ts';
import { fault, type InputState, newState, type RawEvent, recordOf } from './events.ts';

interface ArchivePlace {
  readonly name: string;
  readonly kind: ArchiveKind;
}

/** An archive that is a file of its own. */
export async function* readArchiveFile(
  path: string,
  place: ArchivePlace,
  reading: BundleReading,
): AsyncGenerator<RawEvent> {
  for await (const met of walkArchiveFile(path, place, { holds: true })) yield* readMet(met, reading);
}

/** An archive that comes through a pipe. */
export async function* readArchiveStream(
  input: OpenInput,
  place: ArchivePlace,
  reading: BundleReading,
): AsyncGenerator<RawEvent> {
  for await (const met of walkArchiveStream(input, place, { holds: true })) yield* readMet(met, reading);
}

async function* readMet(met: Walked, reading: BundleReading): AsyncGenerator<RawEvent> {
  switch (met.kind) {
    case 'input':
      for await (const event of reading.isolated.read(met.input, reading.context))
        yield event.kind === 'input' || event.kind === 'assignment'
          ? event
          : {
              ...event,
              observations: event.observations.map((one) => witnessed(one, met.archive, met.entry)),
            };
      return;
    case 'document':
      yield* reading.isolated.read(met.input, reading.context);
      return;
    case 'damaged': {
      const state = newState();
      fault(met.error, state);
      yield { kind: 'input', record: recordOf(met.path, { sha256: '', bytes: 0 }, state) };
      return;
    }
    case 'bundle':
      yield* met.bundle.read(met.held, reading);
      return;
    case 'archive':
      yield { kind: 'input', record: recordOf(met.name, met.digest, stateOf(met)) };
  }
}

/** The witness names the archive and the entry apart. */
function witnessed(observation: Observation, input: string, entry: string): Observation {
  const { input: _path, ...place } = observation.evidence;
  return { ...observation, evidence: { input, entry, ...place } };
}

function stateOf({ is, remarks, faults }: ArchiveEnd): InputState {
  const state = newState();
  if (is !== undefined) state.source = is;
  for (const remark of remarks) note(remark, state);
  for (const error of faults) fault(error, state);
  return state;
}

function note(remark: ArchiveRemark, state: InputState): void {
  if (remark.kind === 'note')
    state.notices.push({ code: 'archive-note', message: `The archive has ${remark.why}.` });
  else {
    const message = `An entry was not read (${remark.why}).`;
    state.notices.push({
      code: remark.lost ? 'entry-not-read' : 'entry-passed-over',
      message,
      locator: remark.name,
    });
  }
}
