/** The file that runs: in a bundle it knows the one name of itself, in a module of its own the other. */
export const ownFile = (import.meta.filename as string | undefined) ?? __filename;
