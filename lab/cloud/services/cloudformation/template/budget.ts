import { validationError } from "../errors.ts";

/** The most that a template's functions may make: what the longest template holds, several times. */
const MOST = 4_000_000;

/** What the functions of a template may still make, in characters: one inside the other, they can double it at every level. */
export class Budget {
  #left = MOST;

  /** Throws AWS's ValidationError when it is used up. */
  spend(characters: number): void {
    this.#left -= characters;
    if (this.#left < 0)
      throw validationError(`Template error: The template's values are longer than ${MOST} characters`);
  }
}
