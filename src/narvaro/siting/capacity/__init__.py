"""Problems with capacity: cheapest flows, their bound, their MIP, and a proof where there is no plan."""
