/** Whether nobody answered: browsers tell no more of it than a TypeError, each in words of its own. */
export function isUnreachable(error: Error): boolean {
  return error.name === "TypeError" && /fetch|network|load failed|importing/i.test(error.message);
}

/** What is told of an error: in AWS's words, unless nobody answered. */
export function wordsFor(error: Error): { readonly header: string; readonly message: string } {
  if (isUnreachable(error)) return { header: "No answer", message: "The cloud doesn't answer. Is it running?" };
  return { header: error.name === "Error" ? "Something went wrong" : error.name, message: error.message };
}
