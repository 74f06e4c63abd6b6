import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

/** Siri, Apple Intelligence, the keyboard: what is spoken or written may leave the phone. */
const proof = { ios: proofs.restrictionsOrDeclaration };
const allowed = { type: 'boolean', merge: 'and', proof } as const;
const forced = { type: 'boolean', merge: 'or', proof } as const;

export const intelligence = [
  defineSetting({ ...allowed, id: 'assistant.allowed', title: 'The voice assistant can be used' }),
  defineSetting({
    ...allowed,
    id: 'assistant.userContent.allowed',
    title: 'The voice assistant asks the web for content of other users',
  }),
  defineSetting({
    ...forced,
    id: 'assistant.profanityFiltered',
    title: 'The voice assistant filters coarse language',
  }),
  defineSetting({
    ...allowed,
    id: 'assistant.ai.allowed',
    title: 'The voice assistant uses its AI features',
    proof: { ios: proofs.appleDeclaration },
  }),
  defineSetting({
    ...forced,
    id: 'assistant.sensitiveContentReduced',
    title: 'The voice assistant gives less sensitive content',
    proof: { ios: proofs.appleDeclaration },
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.external.allowed',
    title: 'The voice assistant passes requests to services of other makers',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.externalSignIn.allowed',
    title: 'The user may sign in to an external intelligence service',
  }),
  defineSetting({ ...allowed, id: 'intelligence.genmoji.allowed', title: 'Genmoji can be made' }),
  defineSetting({
    ...allowed,
    id: 'intelligence.imagePlayground.allowed',
    title: 'Image Playground can be used',
  }),
  defineSetting({ ...allowed, id: 'intelligence.imageWand.allowed', title: 'Image Wand can be used' }),
  defineSetting({
    ...allowed,
    id: 'intelligence.writingTools.allowed',
    title: 'Writing Tools can be used',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.handwriting.allowed',
    title: 'Text is written in the hand of the user',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.visualSummary.allowed',
    title: 'Visual intelligence summarises what the camera sees',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.report.allowed',
    title: 'The user can get a report on Apple Intelligence requests',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.mailSummary.allowed',
    title: 'Messages can be summarised in Mail',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.mailReplies.allowed',
    title: 'Mail proposes whole replies',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.notesTranscription.allowed',
    title: 'Recordings are transcribed in Notes',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.notesSummary.allowed',
    title: 'Transcriptions are summarised in Notes',
  }),
  defineSetting({
    ...allowed,
    id: 'intelligence.browserSummary.allowed',
    title: 'Web pages are summarised in Safari',
  }),
  defineSetting({ ...allowed, id: 'dictation.allowed', title: 'Text can be dictated' }),
  defineSetting({
    ...forced,
    id: 'dictation.onDeviceOnly',
    title: 'What is dictated stays on the phone',
  }),
  defineSetting({
    ...forced,
    id: 'translation.onDeviceOnly',
    title: 'What is translated stays on the phone',
  }),
  defineSetting({
    ...allowed,
    id: 'keyboard.autoCorrection.allowed',
    title: 'The keyboard corrects what is typed',
  }),
  defineSetting({ ...allowed, id: 'keyboard.spellCheck.allowed', title: 'The keyboard checks spelling' }),
  defineSetting({
    ...allowed,
    id: 'keyboard.predictiveText.allowed',
    title: 'The keyboard proposes the next words',
  }),
  defineSetting({
    ...allowed,
    id: 'keyboard.definitionLookup.allowed',
    title: 'Definitions of words can be looked up',
  }),
] as const;
