/** What components show; declared with the figures, because the server assembles it. */
export type * from '#figures/show.ts';
