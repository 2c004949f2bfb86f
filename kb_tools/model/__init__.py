"""What the knowledge base knows: frozen types with no input or output of their own."""
