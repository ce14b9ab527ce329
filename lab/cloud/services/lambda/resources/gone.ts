import { tolerate } from "../../../gone.ts";

export const unlessGone = tolerate("ResourceNotFoundException");
