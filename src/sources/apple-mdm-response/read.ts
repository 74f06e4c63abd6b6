/**
 * Reads what a device answered its management server: one property list, or events of a webhook around such lists.
 * Shape of the events: MicroMDM, user guide, "API and webhooks"; NanoMDM keeps it.
 */
import { readPropertyList } from '../../artifacts/apple/packaging.ts';
import { withoutSecrets } from '../../artifacts/secrets.ts';
import type { Input } from '../../io/input.ts';
import { limits } from '../../io/limits.ts';
import type { Observation } from '../../model/observation.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type Answer, readAnswer } from './answer.ts';
import { deviceOf, identifierOf, platformOf, userEnrolment } from './device.ts';
import { linksOf } from './identity.ts';
import { answersOfEvents } from './webhook.ts';

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { json } = detectionInput(input.name, input.head);
  if (json !== undefined) {
    yield* joined(answersOfEvents(input, json, context.asOf), input.name, context);
    return;
  }
  const tree = withoutSecrets(readPropertyList(await input.bytes(limits.plistXmlBytes)));
  if (tree.type !== 'map') {
    yield notice('record-unreadable', 'The property list is not a dictionary.', { line: tree.line });
    return;
  }
  const site = { input: input.name, asOf: context.asOf, locate: (path: string) => path };
  yield* aboutDevice([readAnswer(tree, site)], identifierOf(tree) ?? input.name, context);
}

/** The answers of one device make one subject, wherever they stand in the file. */
async function* joined(
  answers: AsyncGenerator<Answer | Extract<ReadItem, { kind: 'notice' }>>,
  name: string,
  context: ReadContext,
): AsyncGenerator<ReadItem> {
  const byDevice = new Map<string, Answer[]>();
  for await (const answer of answers) {
    if ('kind' in answer) {
      yield answer;
      continue;
    }
    const id = identifierOf(answer.tree) ?? `${name}, event ${byDevice.size + 1}`;
    const same = byDevice.get(id);
    if (same === undefined) byDevice.set(id, [answer]);
    else same.push(answer);
  }
  for (const [id, own] of byDevice) yield* aboutDevice(own, id, context);
}

function* aboutDevice(
  answers: readonly Answer[],
  id: string,
  { identityKey }: ReadContext,
): Generator<ReadItem> {
  const telling = answers.filter(({ hasEvidence }) => hasEvidence);
  yield* noticesOf(answers.filter(({ hasEvidence }) => !hasEvidence));
  if (telling.length < answers.length) yield skipped;
  if (telling.length === 0) return;
  const platform = platformOf(telling);
  if (platform === 'other') {
    yield notice('rows-skipped', 'The answer is from a Mac or another device that is no phone or tablet.');
    yield skipped;
    return;
  }
  if (platform === 'unclear') {
    yield notice('record-unreadable', 'The answer does not tell from which kind of device it is.');
    return;
  }
  yield* noticesOf(telling);
  const all = telling.flatMap(({ observations }) => observations);
  const observations = userEnrolment(answers) === 'no' ? all : all.map(ofManagedPart);
  yield subject(
    deviceOf(id, platform, telling, observations),
    observations,
    linksOf(
      answers.map(({ tree }) => tree),
      identityKey,
    ),
  );
}

function* noticesOf(answers: readonly Answer[]): Generator<ReadItem> {
  for (const one of answers.flatMap(({ notices }) => notices)) yield { kind: 'notice', notice: one };
}

/** Under User Enrolment a device lists managed apps only: no inventory (Apple, "User Enrollment and MDM"). */
function ofManagedPart(observation: Observation): Observation {
  if (observation.setting !== 'apps.installed' || !('value' in observation)) return observation;
  const { value: _value, ...rest } = observation;
  return { ...rest, unknown: 'incomplete' };
}
