"""What would mend a refusal, and what would cover dropped cells."""
