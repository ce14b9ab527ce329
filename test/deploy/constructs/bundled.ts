/** Says which bucket of the other region it was told of. */
export const handler = async (): Promise<string | undefined> => process.env.FAR;
