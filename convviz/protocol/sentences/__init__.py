"""What errors, notices and explanations say, as sentences that are translated."""
