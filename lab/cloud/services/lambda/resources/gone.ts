/** Lets a removal succeed when what it removes is gone already. */
export function unlessGone(error: Error): void {
  if (error.name !== "ResourceNotFoundException") throw error;
}
