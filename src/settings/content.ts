import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const proof = { ios: proofs.restrictionsPayload };
/** 0 allows nothing, 1000 everything; the steps between depend on the country. */
const rating = { type: 'integer', merge: 'min', proof } as const;

export const content = [
  defineSetting({
    ...rating,
    id: 'content.movies.maximumRating',
    title: 'Highest rating of films (0 to 1000)',
  }),
  defineSetting({
    ...rating,
    id: 'content.tvShows.maximumRating',
    title: 'Highest rating of TV shows (0 to 1000)',
  }),
  defineSetting({ ...rating, id: 'content.apps.maximumRating', title: 'Highest rating of apps (0 to 1000)' }),
] as const;
