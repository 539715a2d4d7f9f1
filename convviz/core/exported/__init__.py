"""Networks that torch.export saved, read by zipfile and json alone: nothing runs."""
