/** Why a command failed: a message for its user, with the remedy. Exit status 2. */
export class Failure extends Error {}

const FILE_PROBLEMS = {
  ENOENT: "There is no such file or folder. Check the name.",
  ENOTDIR: "A file is named where a folder is needed. Check the name.",
  EISDIR: "This is a folder. Name a file.",
  EACCES: "Access is denied. Check its permissions.",
  EROFS: "This is on a read-only file system. Choose another folder.",
  ENOSPC: "The disk is full. Free some space.",
};

/** Why the system could not read or write a file, with the remedy. */
export const describeFileError = ({ code, message }) =>
  FILE_PROBLEMS[code] ?? `${message}. Check the file.`;
