// Loaded into every child of `npm start`: when the parent is gone without a word, the child leaves too instead of
// holding its port for ever.
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}
