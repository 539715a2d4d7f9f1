"""What is stepped through: a scene, an order of steps, each step in lines and lights. No Qt."""
