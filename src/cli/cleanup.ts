/**
 * What is undone when the program ends before its time: temporary files would stay behind. A signal still ends it as a
 * signal, so that a shell or a service manager sees what happened. SIGKILL leaves no time for anything.
 */

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof signals;

const pending = new Set<() => void>();

/** @returns what takes it off the list again, without running it */
export function atEarlyEnd(undo: () => void): () => void {
  if (pending.size === 0) listen();
  pending.add(undo);
  return () => {
    pending.delete(undo);
    if (pending.size === 0) stopListening();
  };
}

/**
 * Only while there is something to undo: otherwise a signal ends the program at once. A handler would wait for the work of the
 * moment, which in the evaluation of a large fleet takes ten seconds, as long as a container is given to stop.
 */
function listen(): void {
  for (const signal of Object.keys(signals) as Signal[]) process.on(signal, endBy);
  process.on('exit', undoAll);
}

function stopListening(): void {
  for (const signal of Object.keys(signals) as Signal[]) process.off(signal, endBy);
  process.off('exit', undoAll);
}

function endBy(signal: Signal): void {
  undoAll();
  stopListening();
  process.kill(process.pid, signal);
  // The first process of a container is not ended by a signal that nobody handles.
  setTimeout(() => process.exit(128 + signals[signal]), 100);
}

function undoAll(): void {
  for (const undo of pending) undo();
  pending.clear();
}
