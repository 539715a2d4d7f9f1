"""What processes and files say: documents, messages, frames."""
