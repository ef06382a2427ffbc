/** Under which name those behind a cube's cells are kept: beside the cells, by none and one dimension. */
export const behind = (cube: string): string => `behind ${cube}`;
