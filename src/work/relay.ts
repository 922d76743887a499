/** Where sealed chunks are left for others: over HTTP at a node, directly at the coordinator. */
export interface ChunkRelay {
  put(round: string, batch: string, chunk: number, sealed: Uint8Array): Promise<void>
  get(round: string, batch: string, chunk: number): Promise<Uint8Array>
  /** Which chunks of a batch have arrived, so that an upload goes on where it stopped. */
  present(round: string, batch: string): Promise<ReadonlySet<number>>
}
