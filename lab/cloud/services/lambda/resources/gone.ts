import { tolerate } from "../../../service/gone.ts";

export const unlessGone = tolerate("ResourceNotFoundException");
