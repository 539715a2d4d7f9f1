"""What tests share: fixtures, fakes, strategies."""
