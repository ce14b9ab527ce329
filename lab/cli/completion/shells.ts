/** The shells that can be told how to complete the command. */
export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];
