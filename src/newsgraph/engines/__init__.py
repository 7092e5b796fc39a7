"""Reading a corpus in partitions: on this machine or on a cluster, with one function that every engine calls."""
